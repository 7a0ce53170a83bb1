import { Body, Param, Query, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { InvalidRequest, wrongPaths } from '../problem/invalid-request.js';
import { withExamples, type BodyExamples } from './body-examples.js';
import { strict } from './strict.js';
import { parseYaml, YamlText } from './yaml.js';

/**
 * The body, checked. Unknown fields are refused at every depth; throws `request.invalid` with each wrong path. The examples
 * stand in the OpenAPI document, by what each is an example of.
 */
export const ZodBody = (schema: z.ZodType, examples: BodyExamples = {}): ParameterDecorator =>
  Body(checkedBy(withExamples(strict(schema), examples)));

/** The parameters of the path, checked. */
export const ZodParams = (schema: z.ZodType): ParameterDecorator => Param(checkedBy(strict(schema), 'path.'));

/** The query string, checked. Everything in it is text: use `z.coerce`. */
export const ZodQuery = (schema: z.ZodType): ParameterDecorator => Query(checkedBy(strict(schema), 'query.'));

/** Nest keeps `schema` beside the parameter, where the OpenAPI document finds it. */
const checkedBy = (schema: z.ZodType, prefix = '') => ({ schema, pipes: [new Checked(schema, prefix)] });

class Checked implements PipeTransform {
  constructor(
    private readonly schema: z.ZodType,
    private readonly prefix: string,
  ) {}

  transform(value: unknown): unknown {
    const result = this.schema.safeParse(value instanceof YamlText ? parseYaml(value.text) : value);
    if (result.success) return result.data;
    throw new InvalidRequest(wrongPaths(result.error).map((it) => ({ ...it, path: this.prefix + it.path })));
  }
}
