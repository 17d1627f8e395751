import { describeValue, nearestHint } from './describe-value.js';
import type { FormContext, FormReader } from './expression-context.js';
import { definitionOf, isMap, readReference } from './reading-context.js';

/** `trained: …`, the name of a step that trains an energy, with an `objective` where it trained a property. */
export const readTrained: FormReader = (raw, path, context) => {
  const step = raw.trained;
  const fault = trainedFault(step, context);
  const at = [...path, 'trained'];
  if (fault !== undefined) context.faults.atValue(at, fault);
  const hasObjective = Object.hasOwn(raw, 'objective');
  const objective = hasObjective
    ? readReference('objective', raw.objective, [...path, 'objective'], context)
    : undefined;
  if (typeof step !== 'string' || fault !== undefined || (hasObjective && objective === undefined)) return undefined;
  return { form: 'trained', step, ...(objective === undefined ? {} : { objective }) };
};

/** Why a step cannot be one that trained an energy; undefined where it can be. */
function trainedFault(step: unknown, context: FormContext): string | undefined {
  const { rawSteps } = context;
  const training = Object.keys(rawSteps).filter((name) => doesTrain(rawSteps[name], context));
  const others = training.length === 0 ? 'no step of this file trains one' : `there are ${training.join(', ')}`;
  if (typeof step !== 'string')
    return `trained: expected the name of a step that trains an energy, got ${describeValue(step)}; ${others}`;
  if (!Object.hasOwn(rawSteps, step))
    return `no step is named '${step}'${nearestHint(step, training) || `; ${others}`}`;
  if (doesTrain(rawSteps[step], context)) return undefined;
  return `step '${step}' trains no energy; ${others}`;
}

/** Whether a step trains its energy, also where what it does is not known, which is reported at the step. */
function doesTrain(step: unknown, { source }: FormContext): boolean {
  if (!isMap(step) || typeof step.step !== 'string') return true;
  const isKnown = source.definitions('step').some(({ name }) => name === step.step);
  return !isKnown || definitionOf(source, 'step', step.step).trains === true;
}
