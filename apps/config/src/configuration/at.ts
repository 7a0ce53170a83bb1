import { FailureAt } from '@replyline/service-host';

/** Puts where in the document something went wrong before what went wrong there. */
export async function at<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FailureAt)) throw error;
    throw new FailureAt(
      error.code,
      error.errors.map(({ path, message }) => ({ path: `${place}.${path}`, message })),
    );
  }
}
