import { Does, pageQuery, Returns, Roles, timeCursor, ZodQuery, type Page } from '@replyline/service-host';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { archivePreview, archiveRunPage, type ArchivePreview, type ArchiveRunView } from './archive-view.js';
import { ListRuns } from './list-runs.js';
import { PreviewArchive } from './preview-archive.js';

const asked = z.object({
  mailbox: z.string().max(60).optional().describe('The name of a further mailbox; the main one where absent'),
  at: z.iso
    .datetime({ offset: true })
    .transform((at) => new Date(at))
    .optional()
    .describe('Up to when, at most a year ahead; the next run where absent'),
});
const page = z.object(pageQuery(timeCursor));

/** The archive of an IMAP mailbox: what would go, and what went. */
@Controller('v1/archive')
@Roles('server-admin')
export class ArchiveController {
  constructor(
    private readonly preview: PreviewArchive,
    private readonly runs: ListRuns,
  ) {}

  @Get('preview')
  @Does('Preview what the archive would move and remove')
  @Returns(200, archivePreview, 'What would move to which folder, and what would be removed; nothing is done')
  show(@ZodQuery(asked) which: z.output<typeof asked>): Promise<ArchivePreview> {
    return this.preview.show(which);
  }

  @Get('runs')
  @Does('List runs of the archive')
  @Returns(200, archiveRunPage, 'Runs, newest first')
  list(@ZodQuery(page) query: z.output<typeof page>): Promise<Page<ArchiveRunView>> {
    return this.runs.list(query);
  }
}
