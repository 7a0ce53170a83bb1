/** The parts of settings that say which server a secret would be shown to, and as whom. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  /** Absent where the server wants no name. */
  readonly user?: string | undefined;
}

/** What a secret inside a document is bound to, in the shape that `libs/sealing` authenticates. */
export interface SecretBinding {
  readonly document: string;
  readonly field: string;
  readonly endpoint: string;
  readonly revision: number;
}

/**
 * The one way to say where a secret belongs: whoever seals and whoever opens must name it alike.
 * `document` is the key in its bucket (`SendingProfileDocument.key(id)`), `revision` the one that the document carries.
 */
export const secretBinding = (
  document: string,
  field: string,
  { host, port, user }: Endpoint,
  revision: number,
): SecretBinding => ({ document, field, endpoint: `${host}:${port}:${user ?? ''}`, revision });
