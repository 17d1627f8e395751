import { apiVersion, FormatDefinition } from '@basin/core';
import { Container } from 'inversify';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { datasetsModule } from './datasets-module.js';

describe('the module of this package', () => {
  const container = new Container();
  container.load(datasetsModule);
  const formats = container.getAll<FormatDefinition>(FormatDefinition);

  it('registers formats with distinct names and endings', () => {
    const names = formats.map(({ name }) => name);
    const endings = formats.flatMap(({ extensions }) => extensions);
    expect(new Set(names).size).toBe(5);
    expect(new Set(endings).size).toBe(endings.length);
    expect(formats.every((format) => format.$$type === 'basin/format' && format.apiVersion === apiVersion)).toBe(true);
  });

  it.each(formats.map((format) => [format.name, format] as const))(
    '%s takes its own example and the empty options',
    (_, format) => {
      const options = format.options as z.ZodType;
      expect(options.safeParse({}).success).toBe(true);
      expect(options.safeParse(format.example).success).toBe(true);
      expect(options.safeParse({ delimeter: ';' }).success).toBe(false);
    },
  );
});
