import { describe, expect, it, vi } from 'vitest';
import { createCalculatorClient, type Calculator } from '../src/api/calculators';
import { calculationText, stepAmount, stepFormula, validityText } from '../src/lib/calculation-text';
import { todayInChina } from '../src/lib/dates';
import {
  amountInWords, answerText, askedFields, boundsHint, inputsOf, keyboard, placeholder, startingValues,
} from '../src/lib/fields';
import { grouped } from '../src/lib/groups';
import { withCommas } from '../src/lib/numbers';
import { calculation, field, FORM } from './calculators.fixtures';

const names = (values: Record<string, string>): string[] =>
  askedFields(FORM.fields, { ...startingValues(FORM.fields), ...values }).map(({ name }) => name);

describe('what is asked', () => {
  it('begins with choices on their defaults and numbers empty', () => {
    expect(startingValues(FORM.fields)).toEqual({
      income: '', profit: '', share: '', children: '', half: 'no', months: '', day: '',
    });
  });

  it('follows the conditions, as the service reads the answers', () => {
    expect(names({})).not.toContain('half');
    expect(names({ children: '1' })).toContain('half');
    expect(names({ children: '２ ' })).toContain('half');
    expect(names({ children: '3' })).not.toContain('half');
  });

  it('asks nothing below what is not asked itself', () => {
    expect(names({ children: '1', half: 'yes' })).toContain('months');
    expect(names({ children: '', half: 'yes' })).not.toContain('months');
  });

  it('reads a default where a condition finds no answer', () => {
    const fields = [field('period', { default: '12' }), field('then', { when: { period: ['12'] } })];
    expect(askedFields(fields, startingValues(fields))).toHaveLength(2);
  });

  it('is all that is sent, trimmed, without what was left open', () => {
    const values = { ...startingValues(FORM.fields), income: ' 1.2万 ', months: '3' };
    expect(inputsOf(FORM.fields, values)).toEqual({ income: '1.2万' });
  });
});

describe('a field', () => {
  it('gets a keyboard with a minus sign where it may be negative', () => {
    const [money, negative, , whole] = FORM.fields.map(keyboard);
    expect([money, negative, whole]).toEqual(['decimal', 'text', 'numeric']);
  });

  it('says what is assumed and between which bounds', () => {
    expect(placeholder(field('x', { default: '100' }))).toBe('不填按 100');
    expect(placeholder(field('x', { default: null }))).toBe('可不填');
    expect(boundsHint(field('x', { maximum: '12', minimum: '1', unit: '个月' }))).toBe('1～12个月');
    expect(boundsHint(field('x'))).toBeNull();
  });

  it.each([['9999', null], ['10000', '1万元'], ['1,234,500', '123.45万元'], ['-120000000', '-1.2亿元'], ['1.2万', null]])(
    'repeats %s as %s', (value, words) => { expect(amountInWords(field('x'), value)).toBe(words); },
  );

  it('reads an answer back in words', () => {
    expect(answerText(field('x'), '36001.5')).toBe('36,001.5元');
    expect(answerText(field('x', { kind: 'integer', unit: '年' }), '2026')).toBe('2026年');
    expect(answerText(field('x', { kind: 'date' }), '2026-11-02')).toBe('2026年11月2日');
    expect(answerText(field('x', { options: [{ value: 'no', label: '否' }] }), 'no')).toBe('否');
    expect(withCommas('1234567.50')).toBe('1,234,567.50');
  });
});

describe('the list', () => {
  it('puts every calculator in one group, an unknown one last', () => {
    const ids = ['calendar', 'deed', 'vat.general', 'iit.salary', 'new-one'];
    const groups = grouped(ids.map((id): Calculator => ({ id, title: id, summary: '' })));
    expect(groups.map(({ title, calculators }) => [title, calculators.map(({ id }) => id)])).toEqual([
      ['个人所得税', ['iit.salary']], ['企业与增值税', ['vat.general']], ['房地产', ['deed']], ['其他', ['calendar', 'new-one']],
    ]);
  });
});

describe('a calculation in words', () => {
  it('has what was filled in, the results, the way to them and the days', () => {
    expect(calculationText(calculation(), [{ label: '收入', text: '36,001元' }])).toBe([
      '【试算】按2026年11月22日的规定计算', '', '填写内容：', '收入：36,001元', '', '计算结果：', '截止日：2026年11月16日',
      '应纳税额：3,390.10元', '', '计算过程：', '1. 税额：36,001 × 10% − 210 = 3,390.10元', '2. 应纳税额：3,390.10元', '',
      '说明：', '· 一年只能用一次。', '', '依据：', '· 《中华人民共和国个人所得税法》（主席令第九号）第三条', '',
      '所用规定自2024年1月1日起，至2027年12月31日。结果仅供参考，以税务机关核定为准。',
    ].join('\n'));
  });

  it('writes an amount without the decimals it does not have, and a formula only where there is one', () => {
    const step = { label: '', formula: '1,200', amount: '1200.00', unit: '元' };
    expect([stepAmount(step), stepFormula(step)]).toEqual(['1,200元', null]);
    expect(stepAmount({ ...step, amount: '12.50', unit: '天' })).toBe('12.5天');
    expect(validityText(calculation({ valid_to: null }))).toContain('未规定截止日期');
  });

  it("takes China's day for today", () => {
    expect(todayInChina(new Date('2026-11-21T16:00:00Z'))).toBe('2026-11-22');
  });
});

describe('the client', () => {
  it('hands on what is wrong with each field', async () => {
    const error = { code: 'bad_calculator_input', message: '…', details: [{ where: 'income', why: '请填写收入。' }] };
    const fetcher = vi.fn<typeof fetch>(() => Promise.resolve(new Response(JSON.stringify({ error }), { status: 422 })));
    const refused = createCalculatorClient(fetcher).calculate('iit.bonus', { income: '1' }, '2026-11-22');
    await expect(refused).rejects.toMatchObject({ code: 'bad_calculator_input', details: error.details });
    const [url, init] = fetcher.mock.calls[0] ?? [];
    expect(url).toBe('/api/v1/calculators/iit.bonus');
    expect(init?.body).toBe('{"inputs":{"income":"1"},"as_of":"2026-11-22"}');
  });
});
