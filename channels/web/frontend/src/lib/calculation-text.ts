/** A calculation in words: for the clipboard, and piece by piece for the page. */

import type { Calculation, Finding, Step } from '../api/calculators';
import { dayInWords, lastDayInWords } from './dates';
import { withCommas } from './numbers';

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What was filled in, as a label and an answer. */
export interface Answered {
  label: string;
  text: string;
}

export function findingText({ value }: Finding): string {
  return ISO_DAY.test(value) ? dayInWords(value) : value;
}

/** `12,000元`, `3,000.08元`: without the decimals an amount does not have. */
export function stepAmount(step: Step): string {
  return `${bare(step)}${step.unit}`;
}

/** The way to the amount; null where it is nothing but the amount itself. */
export function stepFormula(step: Step): string | null {
  return step.formula === bare(step) ? null : step.formula;
}

export function validityText({ valid_from: from, valid_to: to }: Calculation): string {
  const until = to === null ? '，未规定截止日期' : `，至${lastDayInWords(to)}`;
  return `所用规定自${dayInWords(from)}起${until}`;
}

export function calculationText(calculation: Calculation, answered: readonly Answered[]): string {
  const { title, amounts, findings, steps, notes, citations } = calculation;
  const parts = [
    [`【${title}】按${dayInWords(calculation.as_of)}的规定计算`],
    section('填写内容', answered.map(({ label, text }) => `${label}：${text}`)),
    section('计算结果', [
      ...findings.map((finding) => `${finding.label}：${findingText(finding)}`),
      ...amounts.map(({ label, text }) => `${label}：${text}`),
    ]),
    section('计算过程', steps.map((step, index) => `${index + 1}. ${step.label}：${stepText(step)}`)),
    section('说明', notes.map((note) => `· ${note}`)),
    section('依据', citations.map(({ title: name, number, article }) => `· 《${name}》（${number}）${article ?? ''}`)),
    [`${validityText(calculation)}。结果仅供参考，以税务机关核定为准。`],
  ];
  return parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n');
}

function section(title: string, lines: string[]): string[] {
  return lines.length > 0 ? [`${title}：`, ...lines] : [];
}

function stepText(step: Step): string {
  return [stepFormula(step), stepAmount(step)].filter(Boolean).join(' = ');
}

function bare({ amount, unit }: Step): string {
  const [whole = '', decimals = ''] = amount.split('.');
  if (!/[1-9]/.test(decimals)) return withCommas(whole);
  return withCommas(unit === '元' ? amount : amount.replace(/0+$/, ''));
}
