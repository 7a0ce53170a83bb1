/** PostgreSQL stores no NUL, and NATS carries it. */
export const storable = (text: string): string => text.replaceAll('\0', '');
