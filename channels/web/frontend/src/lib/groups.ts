/** Under which heading each calculator is listed. */

import type { Calculator } from '../api/calculators';

const GROUPS: readonly { title: string; holds: (id: string) => boolean }[] = [
  { title: '个人所得税', holds: (id) => id.startsWith('iit.') },
  {
    title: '企业与增值税',
    holds: (id) => id.startsWith('vat.') || ['surcharge', 'cit', 'stamp', 'disability-fund'].includes(id),
  },
  { title: '房地产', holds: (id) => ['deed', 'home-sale', 'land-vat'].includes(id) },
  { title: '其他', holds: () => true },
];

/** Each calculator in the first group that takes it; a new one is among 其他 until it is named here. */
export function grouped(calculators: readonly Calculator[]): { title: string; calculators: Calculator[] }[] {
  const groupOf = ({ id }: Calculator): number => GROUPS.findIndex(({ holds }) => holds(id));
  return GROUPS.map(({ title }, index) => ({
    title,
    calculators: calculators.filter((calculator) => groupOf(calculator) === index),
  })).filter((group) => group.calculators.length > 0);
}
