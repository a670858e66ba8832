// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, nextTick, type App } from 'vue';
import type { CalculatorClient } from '../src/api/calculators';
import { ApiError, NetworkError } from '../src/api/http';
import CalculatorsApp from '../src/components/calculators/CalculatorsApp.vue';
import { todayInChina } from '../src/lib/dates';
import { calculation, fakeClient, FORM } from './calculators.fixtures';

let app: App;

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  await nextTick();
}

async function open(hash: string, client: CalculatorClient = fakeClient()): Promise<CalculatorClient> {
  location.hash = hash;
  app = createApp(CalculatorsApp, { client });
  app.mount(document.body.appendChild(document.createElement('div')));
  await settle();
  return client;
}

function find(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`no ${selector}`);
  return element;
}

function labelled(title: string): HTMLInputElement {
  const label = Array.from(document.querySelectorAll('label')).find((l) => l.textContent.startsWith(title));
  if (!label) throw new Error(`no field ${title}`);
  return find(`#${label.htmlFor}`) as HTMLInputElement;
}

async function type(title: string, value: string): Promise<void> {
  const input = labelled(title);
  input.value = value;
  input.dispatchEvent(new Event('input'));
  await nextTick();
}

async function submit(): Promise<void> {
  find('form').dispatchEvent(new Event('submit', { cancelable: true }));
  await settle();
}

const words = (): string => document.body.textContent;

beforeEach(() => { Element.prototype.scrollIntoView = vi.fn(); });
afterEach(() => {
  app.unmount();
  document.body.replaceChildren();
  location.hash = '';
});

describe('the list of calculators', () => {
  it('links to each calculator, and back to the chat', async () => {
    await open('');
    expect(find('.calculator-card').getAttribute('href')).toBe('#iit.test');
    expect(find('.header-human').getAttribute('href')).toBe('/chat');
  });

  it('can be tried again when it did not come', async () => {
    const list = vi.fn().mockRejectedValueOnce(new NetworkError('cut')).mockResolvedValue([FORM]);
    await open('', fakeClient({ list }));
    expect(words()).toContain('网络不通');
    find('.load-failure button').click();
    await settle();
    expect(words()).toContain('算一算');
  });
});

describe('the form', () => {
  it('says so when there is no such calculator', async () => {
    await open('#nothing', fakeClient({ describe: () => Promise.reject(new ApiError(404, 'unknown_calculator')) }));
    expect(words()).toContain('没有这个计算器');
    expect(find('.calculator-back').getAttribute('href')).toBe('#');
  });

  it('asks by question, for today, and shows a field only when it is asked', async () => {
    await open('#iit.test');
    expect(document.getElementById(labelled('收入').getAttribute('aria-describedby') ?? '')?.textContent).toBe('income是多少？');
    expect(labelled('按哪一天的规定').value).toBe(todayInChina());
    expect(document.querySelector('[role=radiogroup]')).toBeNull();
    await type('子女人数', '1');
    expect(find('[role=radiogroup]').textContent).toContain('怎么扣');
    expect((find('input[value=no]') as HTMLInputElement).checked).toBe(true);
    find('input[value=yes]').dispatchEvent(new Event('change'));
    await nextTick();
    expect(labelled('扣几个月').inputMode).toBe('numeric');
  });

  it('puts each problem beside its field, leads to the first, and forgets it once the answer changes', async () => {
    const details = [{ where: 'income', why: '请填写收入。' }, { where: 'share', why: '比例不能大于100%。' }];
    await open('#iit.test', fakeClient({
      calculate: () => Promise.reject(new ApiError(422, 'bad_calculator_input', null, details)),
    }));
    await submit();
    const income = labelled('收入');
    expect(income.getAttribute('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(income);
    const described = income.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '';
    expect(document.getElementById(described)?.textContent).toBe('请填写收入。');
    expect(find('[role=alert]').textContent).toContain('有2项需要修改');
    await type('收入', '1');
    expect(words()).not.toContain('请填写收入。');
    expect(words()).toContain('比例不能大于100%。');
  });

  it('blames the day when there are no rules for it, and the network when there is none', async () => {
    const calculate = vi.fn()
      .mockRejectedValueOnce(new ApiError(422, 'calculator_not_in_force'))
      .mockRejectedValueOnce(new ApiError(422, 'calculator_not_in_force'))
      .mockRejectedValueOnce(new NetworkError('cut'));
    await open('#iit.test', fakeClient({ calculate }));
    await submit();
    expect(find('[role=alert]').textContent).toContain('请换一个日期');
    await type('按哪一天的规定', '1990-01-01');
    await submit();
    expect(labelled('按哪一天的规定').getAttribute('aria-invalid')).toBe('true');
    await type('按哪一天的规定', '2026-01-01');
    await submit();
    expect(find('[role=alert]').textContent).toContain('网络不通');
    expect(document.querySelector('.result')).toBeNull();
  });

  it('is empty again when asked to be', async () => {
    await open('#iit.test');
    await type('收入', '5');
    await submit();
    Array.from(document.querySelectorAll('button')).find((b) => b.textContent === '清空重填')?.click();
    await nextTick();
    expect(labelled('收入').value).toBe('');
    expect(document.querySelector('.result')).toBeNull();
  });
});

describe('the result', () => {
  it('has amounts, days in words, steps, notes and sources, and gets the focus', async () => {
    const client = await open('#iit.test');
    await type('收入', '36001');
    await submit();
    expect(client.calculate).toHaveBeenCalledWith('iit.test', { income: '36001' }, todayInChina());
    expect(document.activeElement).toBe(find('#result-title'));
    expect(Array.from(document.querySelectorAll('.result-amounts dd'), (dd) => dd.textContent)).toEqual(
      ['2026年11月16日', '3,390.10元'],
    );
    expect(find('.steps').textContent).toContain('36,001 × 10% − 210 = 3,390.10元');
    expect(find('.result-notes').textContent).toContain('一年只能用一次');
    expect(find('.result .chip').textContent).toContain('个人所得税法 第三条');
    expect(find('.result').textContent).toContain('至2027年12月31日');
  });

  it('says when it is no longer the result of what stands in the form', async () => {
    await open('#iit.test');
    await type('收入', '36001');
    await submit();
    expect(words()).not.toContain('请重新计算');
    await type('收入', '36002');
    expect(words()).toContain('请重新计算');
    await type('收入', '36001');
    expect(words()).not.toContain('请重新计算');
  });

  it('is copied whole, and shows what comes as text', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.spyOn(navigator, 'clipboard', 'get').mockReturnValue({ writeText } as unknown as Clipboard);
    const notes = ['<img src=x onerror=alert(1)>'];
    await open('#iit.test', fakeClient({ calculate: () => Promise.resolve(calculation({ notes })) }));
    await type('收入', '36001');
    await submit();
    find('.result .action').click();
    await settle();
    expect(writeText).toHaveBeenCalledWith(expect.stringContaining('收入：36,001元'));
    expect(find('.result .action').textContent).toBe('已复制');
    expect(document.querySelector('.result img')).toBeNull();
  });
});
