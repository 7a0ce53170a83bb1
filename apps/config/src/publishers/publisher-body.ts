import { PublisherDocument, publisherFields, publisherName } from '@replyline/contracts';
import { cursorTo, pageOf, pageQuery } from '@replyline/service-host';
import { z } from 'zod';
import { knownKind } from './known-kind.js';

/** What a service may claim. Its name is in the path. */
export const publisherBody = publisherFields.extend({ kinds: z.array(knownKind).max(50) });
export type PublisherBody = z.output<typeof publisherBody>;

export const publisherView = PublisherDocument.schema;
export const publisherPage = pageOf(publisherView);

export const publisherPath = z.object({ name: publisherName });
export type PublisherPath = z.output<typeof publisherPath>;

export const namePlace = z.strictObject({ name: publisherName });
export type NamePlace = z.output<typeof namePlace>;

export const publisherQuery = z.object(pageQuery(cursorTo(namePlace)));
export type PublisherQuery = z.output<typeof publisherQuery>;
