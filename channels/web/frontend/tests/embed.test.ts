// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const CODE = readFileSync('public/embed.js', 'utf8');

function include(): ShadowRoot {
  const script = document.createElement('script');
  script.dataset['title'] = '税务咨询台';
  vi.spyOn(script, 'src', 'get').mockReturnValue('https://tax.example/embed.js');
  vi.spyOn(document, 'currentScript', 'get').mockReturnValue(script);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- as a script tag
  new Function(CODE)();
  const root = document.querySelector('shuida-chat')?.shadowRoot;
  if (!root) throw new Error('nothing was added');
  return root;
}

let root: ShadowRoot;
function find(selector: string): HTMLElement {
  const element = root.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`no ${selector}`);
  return element;
}

beforeEach(() => { root = include(); });
afterEach(() => { document.body.replaceChildren(); });

describe('the loader', () => {
  it('adds one button with the given title and loads nothing before it is pressed', () => {
    include();
    expect(document.querySelectorAll('shuida-chat')).toHaveLength(1);
    expect(find('button').textContent).toBe('税务咨询台');
    expect(root.querySelector('iframe')).toBeNull();
  });

  it("opens the chat from the script's own origin", () => {
    find('button').click();
    expect(find('iframe').getAttribute('src')).toBe('https://tax.example/chat?embed=1');
    expect(find('.panel').hidden).toBe(false);
  });

  it('closes with Esc and keeps the conversation loaded', () => {
    find('button').click();
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
    expect(find('.panel').hidden).toBe(true);
    find('button').click();
    expect(root.querySelectorAll('iframe')).toHaveLength(1);
  });

  it('closes when the chat asks, and for nobody else', () => {
    find('button').click();
    const source = (find('iframe') as HTMLIFrameElement).contentWindow;
    const ask = (origin: string, from: unknown): void => {
      const event = new MessageEvent('message', { origin, data: { type: 'shuida:close' } });
      Object.defineProperty(event, 'source', { value: from });
      window.dispatchEvent(event);
    };
    ask('https://evil.example', source);
    ask('https://tax.example', window);
    expect(find('.panel').hidden).toBe(false);
    ask('https://tax.example', source);
    expect(find('.panel').hidden).toBe(true);
  });
});
