import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { answerProblem } from '@replyline/service-host';
import { problemOf, TrialFailed } from './trial-failed.js';

/** Answers settings that do not work with a problem that shows every step (RFC 9457 §3.2). */
@Catch(TrialFailed)
export class TrialFailedFilter implements ExceptionFilter<TrialFailed> {
  catch(error: TrialFailed, host: ArgumentsHost): void {
    answerProblem(host, problemOf(error));
  }
}
