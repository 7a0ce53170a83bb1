import { Controller, Get, Res, StreamableFile } from '@nestjs/common';
import { Caller, Does, Returns, Roles, uuid, ZodParams } from '@replyline/service-host';
import type { Response } from 'express';
import { z } from 'zod';
import { fileHeaders } from './file-headers.js';
import { PostFiles } from './post-files.js';

const filePath = z.object({ id: uuid, postId: uuid, sha256: z.string().regex(/^[0-9a-f]{64}$/) });

@Controller('v1/conversations/:id/posts/:postId/files')
@Roles('user')
export class PostFilesController {
  constructor(private readonly files: PostFiles) {}

  @Get(':sha256')
  @Does('Get a file of a post')
  @Returns(200, undefined, 'The file, to be saved: never a page, and nothing in it runs')
  async read(
    @Caller() { userId }: Caller,
    @ZodParams(filePath) { id, ...which }: z.output<typeof filePath>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile> {
    const file = await this.files.read({ conversationId: id, userId }, which);
    response.set(fileHeaders(file));
    return new StreamableFile(file.bytes);
  }
}
