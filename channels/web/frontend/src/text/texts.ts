/** The words of the page that depend on a code: errors, statuses, outcomes. */

import type { Owner, PolicyStatus, Reason } from '../api/types';

const ERRORS: Record<string, string> = {
  network: '网络不通，消息没有发出',
  interrupted: '页面关闭前没有发出',
  too_many_requests: '发送太频繁了，请稍后再试',
  text_too_long: '内容太长，请精简后再发',
  text_empty: '请输入内容后再发送',
  too_large: '内容太长，请精简后再发',
  invalid: '内容不符合要求，请修改后再发',
  malformed: '内容无法识别，请修改后再发',
  unauthenticated: '会话已过期，请刷新页面',
  cookies_blocked: '浏览器禁用了 Cookie，无法保持对话，请换用浏览器打开本页',
  forbidden: '当前页面不能发送消息，请从官方入口打开',
  foreign_origin: '当前页面不能发送消息，请从官方入口打开',
  message_not_found: '这条回答已不在当前会话中，请刷新页面',
  not_found: '会话已失效，请刷新页面',
  conflict: '这条消息的状态已经变化，请刷新页面',
  unreachable: '网络不通或服务没有响应，请稍后再试',
  unknown_calculator: '没有这个计算器',
  calculator_not_in_force: '所选日期没有可用的规定，不能计算，请换一个日期',
  bad_calculator_input: '有几项没有填对，请检查后再算',
  unavailable: '服务暂时不可用，请稍后再试',
  upstream_failed: '服务暂时不可用，请稍后再试',
  upstream_timeout: '服务响应超时，请稍后再试',
};

/** Errors that sending the same words again cannot cure. */
const NEEDS_EDITING = new Set(['text_too_long', 'text_empty', 'too_large', 'invalid', 'malformed']);

export function errorText(code: string | null): string {
  return ERRORS[code ?? ''] ?? '出了点问题，请稍后再试';
}

export function needsEditing(code: string | null): boolean {
  return NEEDS_EDITING.has(code ?? '');
}

/** `waiting`: there is a message that goes out by itself when the time has come. */
export function heldText(seconds: number, waiting: boolean): string {
  return waiting ? `发送太频繁了，${seconds} 秒后自动发出` : `发送太频繁了，请 ${seconds} 秒后再试`;
}

export const STATUS_LABEL: Record<PolicyStatus, string> = {
  in_force: '现行有效',
  partly_repealed: '部分失效',
  repealed: '已废止',
  pending: '尚未施行',
};

export const REASONS: readonly { value: Reason; label: string }[] = [
  { value: 'outdated', label: '过时' },
  { value: 'incomplete', label: '不全' },
  { value: 'irrelevant', label: '不相关' },
  { value: 'unclear', label: '看不懂' },
];

export const OWNER_TEXT: Record<Exclude<Owner, 'bot'>, string> = {
  waiting: '正在为您转接人工客服，请稍候',
  human: '人工客服正在为您服务',
  closed: '本次咨询已结束，有新的问题可以继续提问',
};
