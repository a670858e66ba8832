import { describe, expect, it } from 'vitest';
import { dayInWords, dayLabel, lastDayInWords } from '../src/lib/dates';

describe('legal days', () => {
  it('are shown as written, in any time zone', () => {
    expect(dayInWords('2024-12-01')).toBe('2024年12月1日');
  });

  it.each([
    ['2028-01-01', '2027年12月31日'],
    ['2026-03-01', '2026年2月28日'],
    ['2024-03-01', '2024年2月29日'],
  ])('the last day before the exclusive end %s is %s', (effectiveTo, words) => {
    expect(lastDayInWords(effectiveTo)).toBe(words);
  });
});

describe('the day of a message', () => {
  const now = new Date(2026, 10, 22, 0, 5);
  it.each([
    [new Date(2026, 10, 22, 0, 1), '今天 11月22日'],
    [new Date(2026, 10, 21, 23, 59), '昨天 11月21日'],
    [new Date(2026, 10, 20, 12, 0), '11月20日'],
    [new Date(2025, 11, 31, 12, 0), '2025年12月31日'],
  ])('%s is %s', (at, label) => {
    expect(dayLabel(at.toISOString(), now)).toBe(label);
  });
});
