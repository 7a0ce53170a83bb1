export { ERRORS, isErrorCode, type Disposition, type ErrorCode } from './catalogue.js';
export { codeOf, Failure, type Details } from './failure.js';
export { toProblem, type Problem } from './problem.js';
