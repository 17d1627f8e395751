import type { Encoder, Reference, StateSpace } from '@basin/core';
import { z } from 'zod';

/** Where files say how the states are encoded that their input is made of. */
const key = 'basin.encoder';

const written = z.strictObject({ name: z.string(), options: z.unknown() });

/** What a file says of the encoder that a network was made with. */
export function encoderMetadata<B>(
  reference: Reference<'encoder'> | undefined,
  { shape, kinds }: Encoder<B>,
  { kind }: StateSpace<B>,
): Record<string, string> {
  return {
    'basin.space': kind,
    'basin.features': JSON.stringify(shape),
    ...(kinds === undefined ? {} : { 'basin.kinds': String(kinds) }),
    ...(reference && { [key]: JSON.stringify({ name: reference.name, options: reference.options }) }),
  };
}

/** The encoder that a file names; undefined where it names none, and the space's default is meant. */
export function encoderOfMetadata(metadata: Readonly<Record<string, string>>): Reference<'encoder'> | undefined {
  const text = metadata[key];
  if (text === undefined) return undefined;
  const parsed = written.safeParse(jsonOf(text));
  return parsed.success ? { point: 'encoder', ...parsed.data } : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
