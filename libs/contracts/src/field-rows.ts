/** As much of JSON Schema as contracts use. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly sensitive?: boolean;
  readonly not?: object;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

/** A row a field, with what is in an object beneath it. What a kind must not have is no field of it. */
export function rowsOf({ properties = {}, required = [] }: JsonSchema, within = ''): string[] {
  const fields = Object.entries(properties).filter(([, { not }]) => not === undefined);
  return fields.flatMap(([name, field]) => {
    const path = `${within}${name}`;
    const row = `| ${code(path)} | ${shapeOf(field)} | ${required.includes(name) ? 'yes' : ''} |`;
    return [row, ...rowsOf(insideOf(field), `${path}${field.items ? '[]' : ''}.`)];
  });
}

/** Of alternatives that share fields, all of them; those that not every alternative wants are not required. */
function insideOf({ items, ...field }: JsonSchema): JsonSchema {
  if (items) return items.anyOf ? {} : insideOf(items);
  const shapes = field.anyOf ?? [field];
  return {
    properties: Object.assign({}, ...shapes.map(({ properties }) => properties)) as JsonSchema['properties'] & object,
    required: (shapes[0]?.required ?? []).filter((name) =>
      shapes.every(({ required = [] }) => required.includes(name)),
    ),
  };
}

function shapeOf(field: JsonSchema): string {
  if (field.const !== undefined) return code(field.const);
  if (field.enum) return field.enum.map(code).join(', ');
  if (field.items) return `array of ${partsOf(field.items)}${field.maxItems ? `, at most ${field.maxItems}` : ''}`;
  if (field.anyOf) return `object with ${partsOf(field)}`;
  const limit = field.maxLength && !field.sensitive ? `at most ${field.maxLength} characters` : undefined;
  const parts = [field.type ?? 'object', field.format, field.sensitive && 'sealed', field.format ? undefined : limit];
  return parts.filter(Boolean).join(', ');
}

/** `{ userId }`, `{ role }` or …: which fields make which alternative. */
function partsOf({ anyOf, type = 'object' }: JsonSchema): string {
  if (!anyOf) return type;
  return anyOf.map(({ required = [] }) => code(`{ ${required.join(', ')} }`)).join(' or ');
}

export const code = (text: string): string => `\`${text}\``;
