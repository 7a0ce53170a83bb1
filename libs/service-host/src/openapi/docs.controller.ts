import { Controller, Get, Header, Inject, Param, StreamableFile } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ERRORS, Failure, type ErrorCode } from '@replyline/errors';
import { Public } from '../access/access-rules.js';
import { Undocumented } from './undocumented.js';
import { SERVICE_TITLE } from './document.js';
import { documentOf } from './document-of.js';
import { pageOf, swaggerFile } from './swagger-files.js';

/** The documentation of the API. Nothing is built or read before somebody asks. */
@Controller()
@Public()
@Undocumented()
export class DocsController {
  private document: object | undefined;

  constructor(
    private readonly modules: ModulesContainer,
    @Inject(SERVICE_TITLE) private readonly title: string,
  ) {}

  @Get('openapi.json')
  openApi(): object {
    return (this.document ??= documentOf(this.modules, this.title));
  }

  @Get('docs')
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return pageOf(this.title);
  }

  @Get('docs/errors/:code')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  error(@Param('code') code: string): string {
    if (!Object.hasOwn(ERRORS, code)) throw new Failure('request.not_found');
    const { title, remediation } = ERRORS[code as ErrorCode];
    return `${code}\n\n${title}.\n\n${remediation}\n`;
  }

  @Get('docs/assets/:file')
  asset(@Param('file') name: string): StreamableFile {
    const file = swaggerFile(name);
    if (!file) throw new Failure('request.not_found');
    return new StreamableFile(file.content, { type: file.type });
  }
}
