/** One calculator as it is filled in: answers, what is wrong with them, and the last result. Kept nowhere else. */

import { computed, reactive, type Reactive } from 'vue';
import type { Calculation, CalculatorClient, CalculatorForm, Field } from '../api/calculators';
import { ApiError, codeOf } from '../api/http';
import type { Answered } from '../lib/calculation-text';
import { answerText, askedFields, inputsOf, startingValues, type Values } from '../lib/fields';

/** The name under which problems of the day itself are kept. */
export const AS_OF = 'as_of';

interface State {
  values: Values;
  asOf: string;
  busy: boolean;
  /** By field. */
  problems: Record<string, string>;
  /** Why there is no result although no field is to blame. */
  failure: string | null;
  result: Calculation | null;
  answered: Answered[];
  /** What `result` was computed from. */
  computedFrom: string;
}

export interface CalculationStore {
  state: Reactive<State>;
  readonly asked: Field[];
  /** The answers have changed since the result. */
  readonly stale: boolean;
  set: (name: string, value: string) => void;
  reset: () => void;
  submit: () => Promise<void>;
}

export function createCalculation(client: CalculatorClient, form: CalculatorForm, today: string): CalculationStore {
  const state = reactive<State>({ values: {}, asOf: today, busy: false, ...fresh() });
  state.values = startingValues(form.fields);
  const asked = computed(() => askedFields(form.fields, state.values));
  const inputs = computed(() => inputsOf(form.fields, state.values));
  const fingerprint = computed(() => JSON.stringify([inputs.value, state.asOf]));

  function set(name: string, value: string): void {
    if (name === AS_OF) state.asOf = value;
    else state.values[name] = value;
    state.problems = Object.fromEntries(Object.entries(state.problems).filter(([other]) => other !== name));
  }

  function reset(): void {
    Object.assign(state, { values: startingValues(form.fields), asOf: today, ...fresh() });
  }

  async function submit(): Promise<void> {
    if (state.busy) return;
    const given = { inputs: inputs.value, day: state.asOf || today, from: fingerprint.value, answered: answers() };
    Object.assign(state, { busy: true, problems: {}, failure: null });
    try {
      const result = await client.calculate(form.id, given.inputs, given.day);
      Object.assign(state, { result, answered: given.answered, computedFrom: given.from });
    } catch (error) {
      refuse(error);
    } finally {
      state.busy = false;
    }
  }

  function refuse(error: unknown): void {
    const code = codeOf(error);
    const details = error instanceof ApiError ? error.details : [];
    // Where the day was left at today, a date among the answers is to blame, and the service does not say which.
    if (code === 'calculator_not_in_force' && state.asOf !== today) {
      state.problems = { [AS_OF]: '这一天没有可用的规定，请换一个日期。' };
      return;
    }
    const named = details.filter(({ where }) => asked.value.some(({ name }) => name === where));
    state.problems = Object.fromEntries(named.map(({ where, why }) => [where, why]));
    if (named.length === 0) state.failure = code;
  }

  function answers(): Answered[] {
    const given = inputs.value;
    return asked.value.flatMap((field) => {
      const value = given[field.name];
      return value === undefined ? [] : [{ label: field.title, text: answerText(field, value) }];
    });
  }

  return {
    state,
    get asked() { return asked.value; },
    get stale() { return state.result !== null && state.computedFrom !== fingerprint.value; },
    set, reset, submit,
  };
}

function fresh(): Pick<State, 'problems' | 'failure' | 'result' | 'answered' | 'computedFrom'> {
  return { problems: {}, failure: null, result: null, answered: [], computedFrom: '' };
}
