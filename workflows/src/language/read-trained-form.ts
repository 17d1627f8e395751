import type { Reference } from '@basin/core';
import { describeValue, nearestHint } from './describe-value.js';
import type { FormContext, FormReader } from './expression-context.js';
import { objectiveExample } from './extension-hints.js';
import { isBareProperty } from './named-or-registered.js';
import { definitionOf, isMap, readReference } from './reading-context.js';

/** `trained: …`, the name of a step that trains an energy, with an `objective` where it trained a property. */
export const readTrained: FormReader = (raw, path, context) => {
  const step = raw.trained;
  const fault = trainedFault(step, context);
  const at = [...path, 'trained'];
  if (fault !== undefined) context.faults.atValue(at, fault);
  const hasObjective = Object.hasOwn(raw, 'objective');
  const hasOther = Object.hasOwn(raw, 'as');
  const as = hasOther ? readReference('energy', raw.as, [...path, 'as'], context) : undefined;
  const objective = hasObjective
    ? readReference('objective', raw.objective, [...path, 'objective'], context)
    : undefined;
  if (typeof step !== 'string' || fault !== undefined) return undefined;
  if ((hasObjective && objective === undefined) || (hasOther && as === undefined)) return undefined;
  if (!hasObjective && isProperty(step, as, context)) {
    const message = `what step '${step}' trained is a property, and becomes an energy by an objective; add ${objectiveExample(context)}`;
    context.faults.atKey(at, message);
    return undefined;
  }
  return { form: 'trained', step, ...(as && { as }), ...(objective && { objective }) };
};

/** Whether parameters of a step belong to a property: the one that gets them, or else the one that it trains. */
function isProperty(step: string, as: Reference<'energy'> | undefined, context: FormContext): boolean {
  if (as !== undefined) return definitionOf(context.source, 'energy', as.name).role === 'property';
  const raw = context.rawSteps[step];
  return isMap(raw) && isBareProperty(raw.energy);
}

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
