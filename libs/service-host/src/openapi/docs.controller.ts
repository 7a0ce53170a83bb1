import { Controller, Get, Header, Headers, Inject, Param, Redirect, Res, StreamableFile } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ERRORS, Failure, isErrorCode } from '@replyline/errors';
import type { Response } from 'express';
import { Public } from '../access/access-rules.js';
import { escaped, htmlPage, PAGE_HEADERS } from '../page/html-page.js';
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

  /** Relative: a proxy may have put the service under a path of its own. */
  @Get()
  @Redirect('docs', 302)
  start(): void {}

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
  @Header('Vary', 'Accept')
  error(
    @Param('code') code: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): string {
    if (!isErrorCode(code)) throw new Failure('request.not_found');
    const { title, remediation } = ERRORS[code];
    const isForPeople = accept?.includes('text/html') ?? false;
    response.set(isForPeople ? PAGE_HEADERS : { 'Content-Type': 'text/plain; charset=utf-8' });
    if (!isForPeople) return `${code}\n\n${title}.\n\n${remediation}\n`;
    return htmlPage(escaped(title), [`<p><code>${code}</code></p>`, `<p>${escaped(remediation)}</p>`]);
  }

  @Get('docs/assets/:file')
  asset(@Param('file') name: string): StreamableFile {
    const file = swaggerFile(name);
    if (!file) throw new Failure('request.not_found');
    return new StreamableFile(file.content, { type: file.type });
  }
}
