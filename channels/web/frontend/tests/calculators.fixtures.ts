/** A calculator that asks one field of each kind, and its result. */

import { vi } from 'vitest';
import type { Calculation, CalculatorClient, CalculatorForm, Field } from '../src/api/calculators';

const YES_NO = [{ value: 'yes', label: '是' }, { value: 'no', label: '否' }];

export function field(name: string, more: Partial<Field> = {}): Field {
  return {
    name, title: `${name}的名称`, ask: `${name}是多少？`, kind: 'money', unit: '元', required: false, default: '0', minimum: '0',
    maximum: '1000000000000', places: 2, options: [], when: {}, ...more,
  };
}

export const FORM: CalculatorForm = {
  id: 'iit.test', title: '试算', summary: '算一算',
  fields: [
    field('income', { title: '收入', required: true, default: null }),
    field('profit', { title: '利润', minimum: '-1000000000000' }),
    field('share', { title: '比例', kind: 'percent', unit: '%', default: '100', maximum: '100' }),
    field('children', { title: '子女人数', kind: 'integer', unit: '个', maximum: '10' }),
    field('half', { title: '怎么扣', kind: 'yes_no', unit: '', default: 'no', options: YES_NO, when: { children: ['1', '2'] } }),
    field('months', { title: '扣几个月', kind: 'integer', unit: '个月', default: null, maximum: '12', when: { half: ['yes'] } }),
    field('day', { title: '哪一天', kind: 'date', unit: '', default: null, maximum: null }),
  ],
};

export function calculation(more: Partial<Calculation> = {}): Calculation {
  return {
    title: '试算', as_of: '2026-11-22', valid_from: '2024-01-01', valid_to: '2028-01-01',
    amounts: [{ key: 'tax', label: '应纳税额', value: '3390.10', text: '3,390.10元' }],
    findings: [{ key: 'due', label: '截止日', value: '2026-11-16' }],
    steps: [
      { label: '税额', formula: '36,001 × 10% − 210', amount: '3390.10', unit: '元' },
      { label: '应纳税额', formula: '3,390.10', amount: '3390.10', unit: '元' },
    ],
    notes: ['一年只能用一次。'],
    citations: [{
      name: '个人所得税法', number: '主席令第九号', title: '中华人民共和国个人所得税法', article: '第三条',
      effective_from: '2019-01-01', effective_to: null, status: 'in_force', url: null,
    }],
    ...more,
  };
}

export function fakeClient(more: Partial<CalculatorClient> = {}): CalculatorClient {
  return {
    list: vi.fn(() => Promise.resolve([FORM])),
    describe: vi.fn(() => Promise.resolve(FORM)),
    calculate: vi.fn(() => Promise.resolve(calculation())),
    ...more,
  };
}
