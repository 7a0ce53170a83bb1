import { z } from 'zod';

/** One line of `.env.example`. */
export interface Variable {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly isSecret: boolean;
  /** Absent where there is none. */
  readonly default?: string;
}

interface Property {
  readonly description?: string;
  readonly default?: unknown;
  readonly secret?: boolean;
}

/** What a service reads from its environment, for the check that `.env.example` says the same. */
export function describeEnvironment(schema: z.ZodObject): Variable[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const { description = '', default: fallback, secret = false } = property as Property;
    return {
      name,
      description,
      isRequired: required.includes(name),
      isSecret: secret,
      ...(fallback !== undefined && { default: String(fallback) }),
    };
  });
}
