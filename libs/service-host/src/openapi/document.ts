import { ERRORS, type ErrorCode } from '@replyline/errors';
import { z } from 'zod';
import type { Route } from './routes.js';

export const SERVICE_TITLE = Symbol('the name of the service, as its documentation has it');

type Json = Record<string, unknown>;

export interface About {
  readonly title: string;
  readonly version: string;
}

/** The OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12: what zod writes. */
export function openApiDocument(about: About, routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route);
  return {
    openapi: '3.1.0',
    info: about,
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Problem: jsonSchema(problem, 'output') },
    },
  };
}

function operationOf(route: Route): Json {
  return {
    operationId: route.operationId,
    tags: [route.tag],
    ...(route.isPublic ? { security: [] } : { security: [{ bearer: [] }], 'x-roles': route.roles }),
    ...(route.body && {
      requestBody: {
        required: !isOptional(route.body),
        content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
      },
    }),
    parameters: parametersOf(route),
    responses: { ...answersOf(route), ...problemsOf(route) },
  };
}

function parametersOf({ path, params, query, readings }: Route): Json[] {
  const named = params ? propertiesOf(params) : new Map<string, Property>();
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: named.get(name!)?.schema ?? { type: 'string' },
  }));
  const inQuery = [...(query ? propertiesOf(query) : [])].map(([name, it]) => ({ name, in: 'query', ...it }));
  const inHeader = readings
    .flatMap(({ headers }) => headers)
    .map((header) => ({ ...header, in: 'header', schema: { type: 'string' } }));
  return [...inPath, ...inQuery, ...inHeader];
}

interface Property {
  readonly required: boolean;
  readonly schema: unknown;
}

function propertiesOf(schema: z.ZodType): Map<string, Property> {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as { properties?: Json; required?: string[] };
  return new Map(
    Object.entries(properties).map(([name, it]) => [name, { required: required.includes(name), schema: it }]),
  );
}

function answersOf({ returns, creates }: Route): Json {
  const { status, schema, description } = returns;
  const content = schema && { content: { 'application/json': { schema: jsonSchema(schema, 'output') } } };
  return {
    [status]: { description, ...content },
    ...(creates !== undefined && { 201: { description: creates, ...content } }),
  };
}

function codesOf(route: Route): ErrorCode[] {
  return [
    ...(route.body || route.query || route.params ? (['request.invalid'] as const) : []),
    ...(route.isPublic ? [] : (['access.unauthenticated', 'access.denied'] as const)),
    ...(route.path.includes('{') ? (['request.not_found'] as const) : []),
    ...route.readings.flatMap(({ refuses }) => refuses),
    ...(route.body ? (['request.too_large'] as const) : []),
    ...route.refuses,
    'service.unavailable',
  ];
}

/** One answer a status, which names every code that has it. */
function problemsOf(route: Route): Json {
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const answers: Record<number, { description: string; headers?: object; content: object }> = {};
  for (const code of new Set(codesOf(route))) {
    const { status, title } = ERRORS[code];
    const others = answers[status] ? `${answers[status].description}; ` : '';
    const headers = status === 503 && { headers: RETRY_AFTER };
    answers[status] = { description: `${others}${title} (${code})`, ...headers, content };
  }
  return answers;
}

/** `answerProblem` sends it. */
const RETRY_AFTER = { 'Retry-After': { description: 'In so many seconds', schema: { type: 'integer' } } };

const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success;

const problem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Without `$schema`, which OpenAPI 3.1 says once for the document: the dialect is the same. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const written: Json = { ...z.toJSONSchema(schema, { io, unrepresentable: 'any' }) };
  delete written['$schema'];
  return written;
}
