import type { z } from 'zod';
import type { DocumentContract } from './bucket.js';
import { CertificateDocument } from './certificate.js';
import { DirectoryUserDocument } from './directory-user.js';
import { DkimKeyDocument } from './dkim-key.js';
import { PublisherDocument } from './publisher.js';
import { ReplyMailboxDocument } from './reply-mailbox.js';
import { SendingProfileDocument } from './sending-profile.js';

/** Every document that config says. */
export const DOCUMENTS = [
  CertificateDocument,
  DirectoryUserDocument,
  DkimKeyDocument,
  PublisherDocument,
  ReplyMailboxDocument,
  SendingProfileDocument,
] as const satisfies readonly DocumentContract<z.ZodType>[];

/** The contract of what lies at `<bucket>/<key>`; `undefined` for what only a newer config knows. */
export const documentAt = (path: string): DocumentContract | undefined =>
  DOCUMENTS.find(({ bucket, key }) => `${path}.`.startsWith(`${bucket}/${key()}.`));
