import { randomUUID } from 'node:crypto';

export interface TokenAnswer {
  readonly status: number;
  readonly body: object;
}

/** RFC 6749 §5.2, as Entra has it. */
export const refusal = (status: number, error: string, number: number): TokenAnswer => ({
  status,
  body: {
    error,
    error_description: `AADSTS${number}: as the fake has it. Trace ID: ${randomUUID()}`,
    error_codes: [number],
    timestamp: '2026-01-01 00:00:00Z',
    trace_id: randomUUID(),
    correlation_id: randomUUID(),
  },
});

/** In the shape of a JWT; nobody but Microsoft may check it, so it is not signed. */
export const jwt = (claims: object): string =>
  [{ typ: 'JWT', alg: 'none' }, claims, 'unsigned'].map((part) => base64url(part)).join('.');

const base64url = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
