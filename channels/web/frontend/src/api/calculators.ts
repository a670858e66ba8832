/** The HTTP calls of the calculators, and their contract as types. */

import { createCaller } from './http';
import type { Citation } from './types';

const BASE = '/api/v1/calculators';

export type FieldKind = 'money' | 'number' | 'percent' | 'integer' | 'date' | 'choice' | 'yes_no';

export interface Calculator {
  id: string;
  title: string;
  summary: string;
}

/** One thing that is asked. All values are text, as they are typed. */
export interface Field {
  name: string;
  title: string;
  /** The same as a question. */
  ask: string;
  kind: FieldKind;
  unit: string;
  required: boolean;
  default: string | null;
  minimum: string | null;
  maximum: string | null;
  places: number | null;
  options: { value: string; label: string }[];
  /** Other fields, and the values with which this one is asked. */
  when: Record<string, string[]>;
}

export interface CalculatorForm extends Calculator {
  fields: Field[];
}

export interface Amount {
  key: string;
  label: string;
  value: string;
  text: string;
}

/** A result that is no amount: an ISO day, or words. */
export interface Finding {
  key: string;
  label: string;
  value: string;
}

export interface Step {
  label: string;
  formula: string;
  amount: string;
  unit: string;
}

/** `valid_to` is exclusive. */
export interface Calculation {
  title: string;
  amounts: Amount[];
  findings: Finding[];
  steps: Step[];
  notes: string[];
  citations: Citation[];
  as_of: string;
  valid_from: string;
  valid_to: string | null;
}

export type Inputs = Record<string, string>;

export interface CalculatorClient {
  list: () => Promise<Calculator[]>;
  describe: (id: string) => Promise<CalculatorForm>;
  /** Refused with one detail a field (`bad_calculator_input`). Nothing is stored. */
  calculate: (id: string, inputs: Inputs, asOf: string) => Promise<Calculation>;
}

export function createCalculatorClient(fetcher: typeof fetch = (...args) => fetch(...args)): CalculatorClient {
  const { get, post } = createCaller(fetcher, BASE);
  return {
    list: () => get(''),
    describe: (id) => get(`/${encodeURIComponent(id)}`),
    calculate: (id, inputs, asOf) => post(`/${encodeURIComponent(id)}`, { inputs, as_of: asOf }),
  };
}
