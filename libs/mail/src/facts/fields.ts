/** Header fields (RFC 5322 §2.2) by lower-case name, unfolded, topmost first. Lines that are no field are passed over. */
export function parseFields(section: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of section.split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) {
      if (current) current[current.length - 1] += ` ${line.trim()}`;
      continue;
    }
    current = addField(fields, line);
  }
  return fields;
}

function addField(fields: Map<string, string[]>, line: string): string[] | undefined {
  const colon = line.indexOf(':');
  if (colon < 1) return undefined;
  const name = line.slice(0, colon).trim().toLowerCase();
  const values = fields.get(name) ?? [];
  values.push(line.slice(colon + 1).trim());
  fields.set(name, values);
  return values;
}
