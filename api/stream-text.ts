/**
 * Pieces of text as the body of an answer, each asked for when the one before has been taken. The first one is waited
 * for, so that what fails at once is an answer with its status; what fails later cuts the answer off, and is told.
 */
export async function streamText(
  pieces: AsyncGenerator<string, void, undefined>,
  onBroken: (err: unknown) => void,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let first: IteratorResult<string, void> | undefined = await pieces.next();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = first ?? (await pieces.next());
        first = undefined;
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (err) {
        onBroken(err);
        controller.error(err);
      }
    },
    async cancel() {
      await pieces.return();
    },
  });
}
