/** The rules of a calculator's form: what is asked, what is sent, and how an answer reads. */

import type { Field, Inputs } from '../api/calculators';
import { dayInWords } from './dates';
import { withCommas } from './numbers';

/** Bounds from here on only keep nonsense out: they are not worth a word. */
const FAR = 10_000;
const NUMERIC = new Set(['money', 'number', 'percent', 'integer']);
const WAN = 10_000;
const YI = 100_000_000;

export type Values = Record<string, string>;

/** Choices stand on their defaults. Numbers start empty: a default is easier left than deleted on a phone. */
export function startingValues(fields: readonly Field[]): Values {
  return Object.fromEntries(fields.map((field) => [field.name, isNumeric(field) ? '' : (field.default ?? '')]));
}

/** The fields whose conditions hold, by what was answered or would be assumed; never below one that is not asked. */
export function askedFields(fields: readonly Field[], values: Values): Field[] {
  const byName = new Map(fields.map((field) => [field.name, field]));
  const isAsked = (field: Field): boolean =>
    Object.entries(field.when).every(([name, wanted]) => {
      const other = byName.get(name);
      return other !== undefined && wanted.includes(effective(other, values)) && isAsked(other);
    });
  return fields.filter(isAsked);
}

/** What is sent: only what is asked and was answered; the rest is the service's to assume. */
export function inputsOf(fields: readonly Field[], values: Values): Inputs {
  const given = askedFields(fields, values).map(({ name }) => [name, (values[name] ?? '').trim()] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

export function isNumeric(field: Field): boolean {
  return NUMERIC.has(field.kind);
}

/** Phones have no minus sign on their number pads. */
export function keyboard(field: Field): 'numeric' | 'decimal' | 'text' {
  if (field.minimum === null || field.minimum.startsWith('-')) return 'text';
  return field.kind === 'integer' ? 'numeric' : 'decimal';
}

export function placeholder(field: Field): string {
  if (field.required) return '';
  return field.default === null ? '可不填' : `不填按 ${field.default}`;
}

/** `1～12个月`; nothing where the bounds are far away. */
export function boundsHint({ kind, minimum, maximum, unit }: Field): string | null {
  const most = maximum === null || Number(maximum) >= FAR ? null : maximum;
  if (kind === 'date' || most === null) return null;
  return `${minimum ?? ''}～${most}${unit}`;
}

/** A long amount once more in 万 or 亿, so that a zero too many is seen. */
export function amountInWords(field: Field, value: string): string | null {
  const amount = Number(plainNumber(value).replaceAll(',', ''));
  if (field.kind !== 'money' || value.trim() === '' || !(Math.abs(amount) >= WAN)) return null;
  const [scale, name] = Math.abs(amount) >= YI ? [YI, '亿'] : [WAN, '万'];
  return `${Number((amount / scale).toFixed(6))}${name}元`;
}

/** An answer as the taxpayer reads it: the label of a choice, a day in words, a number with its unit. */
export function answerText(field: Field, value: string): string {
  if (field.kind === 'date') return dayInWords(value);
  if (field.options.length > 0) return field.options.find((option) => option.value === value)?.label ?? value;
  if (!isNumeric(field) || !/\d$/.test(value)) return value;
  return `${field.kind === 'money' ? withCommas(value) : value}${field.unit}`;
}

function effective(field: Field, values: Values): string {
  const value = plainNumber(values[field.name] ?? '') || (field.default ?? '');
  return field.kind === 'integer' && Number.isFinite(Number(value)) ? String(Number(value)) : value;
}

function plainNumber(value: string): string {
  return value.normalize('NFKC').trim();
}
