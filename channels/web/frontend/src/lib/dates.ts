/** Dates as a taxpayer reads them. Legal days are plain ISO days and never shift with a time zone. */

const DAY_MS = 86_400_000;
const CHINA_OFFSET_MS = 8 * 3_600_000;

/** `2024-12-01` → `2024年12月1日`. */
export function dayInWords(iso: string): string {
  const day = parseDay(iso);
  return `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
}

/** The last day of validity, in words; `effectiveTo` is exclusive, so it is the day before. */
export function lastDayInWords(effectiveTo: string): string {
  const last = new Date(parseDay(effectiveTo).getTime() - DAY_MS);
  return dayInWords(last.toISOString().slice(0, 10));
}

/** The time of day of an instant, on the reader's clock: `09:05`. */
export function timeOfDay(iso: string): string {
  const at = new Date(iso);
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** The reader's day of an instant: 今天 11月22日, 11月20日, or with the year when it is another one. */
export function dayLabel(iso: string, now: Date): string {
  const at = new Date(iso);
  const days = Math.round((midnight(now) - midnight(at)) / DAY_MS);
  const day = `${at.getMonth() + 1}月${at.getDate()}日`;
  if (days === 0) return `今天 ${day}`;
  if (days === 1) return `昨天 ${day}`;
  return at.getFullYear() === now.getFullYear() ? day : `${at.getFullYear()}年${day}`;
}

/** Today where the tax is due: China's day, whatever the reader's clock says. */
export function todayInChina(now: Date = new Date()): string {
  return new Date(now.getTime() + CHINA_OFFSET_MS).toISOString().slice(0, 10);
}

function parseDay(iso: string): Date {
  return new Date(`${iso.slice(0, 10)}T00:00:00Z`);
}

function midnight(at: Date): number {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
