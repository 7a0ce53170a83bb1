import {
  Injectable,
  StreamableFile,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Response } from 'express';
import { map, type Observable } from 'rxjs';
import { wantsYaml, writeYaml, YAML } from './yaml.js';

/** Answers in YAML who wants YAML. */
@Injectable()
export class YamlInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    if (!wantsYaml(http.getRequest())) return next.handle();
    return next.handle().pipe(
      map((answer: unknown) => {
        if (answer === undefined || answer === null || typeof answer !== 'object') return answer;
        if (answer instanceof StreamableFile) return answer;
        http.getResponse<Response>().type(YAML).vary('Accept');
        return writeYaml(answer);
      }),
    );
  }
}
