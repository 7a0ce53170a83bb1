import type { ReportParts } from '../mail.js';
import type { ReadAttachment } from './attachment.js';

type Parsed = { readonly attachments: readonly ReadAttachment[] };

/** The machine-readable part of a report, and the header section of what came back, are some kilobytes. */
const MAX_REPORT_LENGTH = 256 * 1024;

const DELIVERY_STATUS = /^message\/(global-)?delivery-status$/i;
const FEEDBACK = /^message\/feedback-report$/i;
const RETURNED = /^(message\/(rfc822|global)|(text|message)\/(rfc822|global)-headers)$/i;

/** The parts of a report that are for machines, and the header section of the first message in it. */
export function readReport(parsed: Parsed, clean: (text: string) => string): ReportParts | undefined {
  const content = (mediaType: RegExp): string | undefined => {
    const part = parsed.attachments.find(({ contentType }) => mediaType.test(contentType));
    return part && clean(textOf(part));
  };
  const [deliveryStatus, feedback, returned] = [content(DELIVERY_STATUS), content(FEEDBACK), content(RETURNED)];
  if (deliveryStatus === undefined && feedback === undefined && returned === undefined) return undefined;
  return {
    deliveryStatus: deliveryStatus ?? '',
    ...(feedback !== undefined && { feedback }),
    returnedHeaders: (returned ?? '').replace(/^\n+/, '').split(/\n\n/, 1)[0]!,
  };
}

/** RFC 5546 §1.4. The parameter of the media type says the same; not every client writes it. */
export function readCalendarMethod({ attachments }: Parsed): string | undefined {
  const calendar = attachments.find(({ contentType }) => /^(?:text\/calendar|application\/ics)$/i.test(contentType));
  return calendar && /^METHOD:([A-Z]{1,20})\s*$/im.exec(textOf(calendar))?.[1]!.toUpperCase();
}

const textOf = ({ content }: ReadAttachment): string => content.subarray(0, MAX_REPORT_LENGTH).toString('utf8');
