// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, nextTick, reactive, type App, type Component } from 'vue';
import Composer from '../src/components/Composer.vue';
import MessageRow from '../src/components/MessageRow.vue';
import { CHAT, type ChatStore } from '../src/state/store';
import { message, reply } from './fixtures';

let app: App;
let root: HTMLElement;
let chat: ChatStore;

function mount(component: Component, props: Record<string, unknown> = {}): void {
  app = createApp(component, props);
  app.provide(CHAT, chat);
  app.mount(root);
}

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`no ${selector}`);
  return element;
}

function button(label: string): HTMLButtonElement {
  const all = Array.from(document.querySelectorAll('button'));
  const found = all.find((b) => b.getAttribute('aria-label') === label || b.textContent.trim() === label);
  if (!found) throw new Error(`no button ${label}`);
  return found;
}

beforeEach(() => {
  root = document.createElement('div');
  document.body.append(root);
  chat = reactive({
    ready: true, draft: '', maxLength: 20, heldUntil: 0, owner: 'bot', outgoing: [], feedback: {},
    send: vi.fn(), rate: vi.fn(),
  }) as unknown as ChatStore;
});
afterEach(() => {
  app.unmount();
  document.body.replaceChildren();
});

describe('the input box', () => {
  const press = (init: KeyboardEventInit): void => {
    find('textarea').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, ...init }));
  };

  it('sends on Enter, trimmed, and is empty again', () => {
    mount(Composer);
    chat.draft = ' 你好 ';
    press({});
    expect(chat.send).toHaveBeenCalledWith('你好');
    expect(chat.draft).toBe('');
  });

  it('takes Enter for the input method while it composes, and Shift+Enter for a new line', () => {
    mount(Composer);
    chat.draft = 'nihao';
    press({ isComposing: true });
    press({ keyCode: 229 }); // eslint-disable-line @typescript-eslint/no-deprecated -- Safari's way
    press({ shiftKey: true });
    expect(chat.send).not.toHaveBeenCalled();
  });

  it('sends nothing that is empty or too long, and counts characters as the service does', async () => {
    mount(Composer);
    chat.draft = '  ';
    press({});
    chat.draft = '😀'.repeat(20);
    await nextTick();
    expect(find('.composer-count').textContent.trim()).toBe('还可输入 0 字');
    chat.draft = '😀'.repeat(21);
    await nextTick();
    press({});
    expect(chat.send).not.toHaveBeenCalled();
    expect(button('发送').disabled).toBe(true);
  });

  it('counts down while the service asks to wait', async () => {
    chat.heldUntil = Date.now() + 12_000;
    chat.draft = '你好';
    mount(Composer);
    await nextTick();
    expect(find('.composer-note-warn').textContent).toContain('12 秒');
    expect(button('发送').disabled).toBe(true);
  });
});

describe('a reply', () => {
  const show = (more: Parameters<typeof reply>[0], answeredBy: string | null = null): void => {
    mount(MessageRow, { message: message(1, 'bot', { reply: reply(more) }), answeredBy });
  };

  it('shows markup as the text it is', () => {
    show({ brief: '<img src=x onerror=alert(1)>', detail: '<b>x</b>' });
    expect(root.querySelector('img, b')).toBeNull();
    expect(find('.reply-brief').textContent).toBe('<img src=x onerror=alert(1)>');
  });

  it('unfolds paragraphs and steps', async () => {
    show({ detail: '一\n\n二', steps: ['甲', '乙'] });
    const head = button('详细说明');
    expect(head.getAttribute('aria-expanded')).toBe('false');
    head.click();
    await nextTick();
    expect(head.getAttribute('aria-expanded')).toBe('true');
    expect(Array.from(root.querySelectorAll('.disclosure-body p'), (p) => p.textContent)).toEqual(['一', '二']);
    expect(root.querySelectorAll('.steps li')).toHaveLength(2);
  });

  it('offers its options until the taxpayer has answered', async () => {
    const options = ['甲', '乙'].map((text) => ({ label: text, text }));
    show({ outcome: 'ask', options });
    button('乙').click();
    expect(chat.send).toHaveBeenCalledWith('乙');
    app.unmount();
    show({ outcome: 'ask', options }, '乙');
    await nextTick();
    expect([button('甲').disabled, button('乙').className]).toEqual([true, 'option option-chosen']);
  });

  it('shows several answers one under another, each with its question, and rates them as one', async () => {
    const parts = [
      reply({ heading: '个税怎么退？', question: '如何申请退税', brief: '在App里申请。' }),
      reply({ heading: '税率多少？', outcome: 'ask', brief: '您是？' }),
    ];
    const options = ['小规模', '一般'].map((text) => ({ label: text, text }));
    show({ outcome: 'several', brief: '您问了2个问题', parts, options_title: '第2个问题请选择：', options });
    await nextTick();
    const headings = Array.from(root.querySelectorAll('.reply-question'), (h) => h.textContent);
    expect(headings).toEqual(['1. 个税怎么退？', '2. 税率多少？']);
    expect(Array.from(root.querySelectorAll('.reply-brief'), (p) => p.textContent)).toEqual(['在App里申请。', '您是？']);
    expect(root.querySelectorAll('.actions')).toHaveLength(1);
    button('一般').click();
    expect(chat.send).toHaveBeenCalledWith('一般');
  });

  it('opens a citation with its last day and lets only web links through', async () => {
    const citation = {
      name: '公告2026年第10号', number: '公告2026年第10号', title: '标题', article: '第六条', effective_from: '2026-01-01',
      effective_to: '2028-01-01', status: 'partly_repealed' as const, url: 'javascript:alert(1)',
    };
    show({ citations: [citation] });
    find('.chip').click();
    await nextTick();
    const sheet = find('dialog');
    expect(sheet.textContent).toContain('2027年12月31日');
    expect(sheet.textContent).toContain('部分失效');
    expect(sheet.querySelector('a')).toBeNull();
  });

  it('opens the four reasons under a thumb down, and keeps the reason on a second press', async () => {
    show({});
    button('没有帮助').click();
    expect(chat.rate).toHaveBeenLastCalledWith('m_1', { verdict: 'down', reason: null });
    chat.feedback = { m_1: { verdict: 'down', reason: null } };
    await nextTick();
    expect(Array.from(root.querySelectorAll('.reason'), (r) => r.textContent.trim())).toEqual(
      ['过时', '不全', '不相关', '看不懂'],
    );
    button('看不懂').click();
    expect(chat.rate).toHaveBeenLastCalledWith('m_1', { verdict: 'down', reason: 'unclear' });
  });
});
