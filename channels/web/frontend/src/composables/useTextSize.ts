/** The size of print (适老化): three steps, remembered on this device, one for the whole page. */

import { readonly, ref, type Ref } from 'vue';
import { jsonStore } from '../lib/storage';

export type TextSize = 'normal' | 'large' | 'largest';

export const TEXT_SIZES: readonly { value: TextSize; label: string; name: string }[] = [
  { value: 'normal', label: 'A', name: '标准字号' },
  { value: 'large', label: 'A+', name: '大字号' },
  { value: 'largest', label: 'A++', name: '特大字号' },
];

const store = jsonStore<TextSize>(() => localStorage, 'shuida.text-size');
const size = ref<TextSize>('normal');

export function useTextSize(): { size: Readonly<Ref<TextSize>>; setSize: (value: TextSize) => void } {
  return { size: readonly(size), setSize };
}

/** Applies what was chosen on an earlier visit. */
export function restoreTextSize(): void {
  const stored = store.read();
  show(TEXT_SIZES.find(({ value }) => value === stored)?.value ?? 'normal');
}

function setSize(value: TextSize): void {
  store.write(value);
  show(value);
}

function show(value: TextSize): void {
  size.value = value;
  document.documentElement.dataset['textSize'] = value;
}
