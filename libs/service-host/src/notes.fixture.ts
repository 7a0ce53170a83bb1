import { Controller, Get, Module, Post, Put, type DynamicModule } from '@nestjs/common';
import { Failure } from '@replyline/errors';
import { z } from 'zod';
import {
  Caller,
  Created,
  Creates,
  FailureAt,
  idPath,
  IfMatch,
  Public,
  Refuses,
  Returns,
  Roles,
  ServiceModule,
  Tagged,
  ZodBody,
  ZodParams,
  ZodQuery,
  type BaseEnvironment,
  type IdPath,
} from './index.js';

const note = z.object({ title: z.string().min(1), tags: z.array(z.object({ name: z.string() })).default([]) });
const kept = z.object({ id: z.uuid(), title: z.string() });
const page = z.object({ limit: z.coerce.number().int().max(10).default(5) });
export const ID = '7d3b2c52-3f43-4b4e-9b36-0b8f2d3c1a10';

/** What handlers were given, so that a spec sees that nothing was. */
export const stored: unknown[] = [];
/** Opens the slow answer. */
export const gate: { open?: () => void } = {};

@Controller('notes')
class NotesController {
  @Post()
  @Returns(201, kept, 'The note')
  add(@ZodBody(note) body: z.output<typeof note>): z.output<typeof kept> {
    stored.push(body);
    return { id: ID, title: body.title };
  }

  @Get(':id')
  read(@ZodParams(idPath) { id }: IdPath): Tagged<unknown> {
    return new Tagged(7, { id });
  }

  @Put(':id')
  @Roles('user')
  change(@ZodParams(idPath) _: unknown, @IfMatch() revision: number): unknown {
    return { revision };
  }

  @Put('latest/:id')
  @Returns(200, kept, 'The note as it is now')
  @Creates('The new note')
  @Refuses('request.conflict', 'settings.sending_first', 'settings.test_failed')
  put(@ZodParams(idPath) { id }: IdPath, @ZodBody(note.optional()) body?: z.output<typeof note>): Tagged<unknown> {
    return body ? new Created(1, { id, title: body.title }) : new Tagged(2, { id, title: 'as before' });
  }

  @Get()
  list(@ZodQuery(page) { limit }: z.output<typeof page>, @Caller() caller: Caller): unknown {
    return { limit, caller };
  }

  @Post('import')
  @Roles('server-admin')
  import(): void {
    throw new Failure('request.conflict', { notes: 3 });
  }

  @Get('broken/defect')
  @Public()
  defect(): void {
    throw Object.assign(new Error('canary-in-message'), { parameters: ['canary-in-parameters'] });
  }

  @Get('slow/answer')
  @Public()
  async slow(): Promise<{ done: true }> {
    await new Promise<void>((resolve) => (gate.open = resolve));
    return { done: true };
  }

  @Post('rule')
  @Public()
  rule(): void {
    throw new FailureAt('request.conflict', [{ path: 'title', message: 'is taken' }]);
  }
}

/** A service with one route of each kind. */
@Module({})
export class NotesModule {
  static with(env: BaseEnvironment): DynamicModule {
    return {
      module: NotesModule,
      imports: [ServiceModule.forRoot({ name: 'notes', env, entities: [], migrations: [] })],
      controllers: [NotesController],
    };
  }
}
