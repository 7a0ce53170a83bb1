import { z } from 'zod';

type Any = z.core.$ZodType;

/**
 * The same schema, refusing unknown fields at every depth. Objects that say themselves what they do with unknown
 * fields (`z.looseObject`, `catchall`) keep their word.
 */
export function strict<S extends z.ZodType>(schema: S): S {
  return tighten(schema) as S;
}

/** Recursive schemas meet themselves again. */
const tightened = new WeakMap<Any, Any>();

function tighten(schema: Any): Any {
  const known = tightened.get(schema);
  if (known) return known;
  const def = tightDefinition(schema);
  const result = def === undefined ? schema : z.core.clone(schema, def as never, { parent: true });
  tightened.set(schema, result);
  return result;
}

/** `undefined` for schemas without parts. */
function tightDefinition(schema: Any): object | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return tightObject(def);
    case 'array':
      return { ...def, element: tighten(def.element) };
    case 'union':
      return { ...def, options: def.options.map(tighten) };
    case 'tuple':
      return { ...def, items: def.items.map(tighten), rest: def.rest && tighten(def.rest) };
    case 'record':
      return { ...def, valueType: tighten(def.valueType) };
    case 'pipe':
      return { ...def, in: tighten(def.in), out: tighten(def.out) };
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return { ...def, innerType: tighten(def.innerType) };
    case 'lazy':
      return { ...def, getter: () => tighten(def.getter()) };
    case 'intersection':
      throw new Error('the halves of an intersection cannot refuse each other’s fields: extend one object instead');
    default:
      return undefined;
  }
}

/** The shape stays a getter, because the shape of a recursive object names the object itself. */
const tightObject = (def: z.core.$ZodObjectDef): z.core.$ZodObjectDef => ({
  ...def,
  get shape() {
    return Object.fromEntries(Object.entries(def.shape).map(([name, part]) => [name, tighten(part)]));
  },
  catchall: def.catchall ?? z.never(),
});
