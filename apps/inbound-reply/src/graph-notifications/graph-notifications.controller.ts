import { Does, Public, Returns, ZodQuery } from '@replyline/service-host';
import { Body, Controller, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { graphNotifications, GraphNotifications } from './graph-notifications.js';

const query = z.object({ validationToken: z.string().min(1).max(2_000).optional() });
type Query = z.output<typeof query>;

/** Where Microsoft Graph announces mail. What it says is a hint to look, and nothing that is said here is read. */
@Controller('v1/graph-notifications')
@Public()
export class GraphNotificationsController {
  constructor(private readonly notifications: GraphNotifications) {}

  /** Whoever is not Graph is told the same: whether he was believed is nobody's business. */
  @Post()
  @Does('Announce mail in a mailbox of Microsoft Graph')
  @Returns(202, undefined, 'It is noted; or, to a `validationToken`, 200 and the token in plain text')
  async announce(@ZodQuery(query) { validationToken }: Query, @Body() body: unknown, @Res() response: Response) {
    if (validationToken !== undefined) return void answer(response, validationToken);
    const read = graphNotifications.safeParse(body);
    if (read.success) await this.notifications.take(read.data.value);
    response.status(202).end();
  }
}

/** As text, whatever it is: a browser that is led here shows it and runs nothing. */
function answer(response: Response, token: string): void {
  response.status(200).set({ 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
  response.send(token);
}
