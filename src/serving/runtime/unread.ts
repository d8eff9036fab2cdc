import type {IncomingMessage, Server, ServerResponse} from 'node:http';

export interface ReadOutBounds {
  bytes: number;
  milliseconds: number;
}

/**
 * Reads what is left of a request's body, and keeps nothing of it. Many clients send all before they read: one whose
 * connection closes while it sends meets a broken pipe in place of its answer.
 */
export async function readOut(request: IncomingMessage, bounds: ReadOutBounds): Promise<void> {
  if (request.complete || request.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, bounds.milliseconds);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    let left = bounds.bytes;
    request.on('data', ({length}: Buffer) => {
      left -= length;
      if (left < 0) end();
    });
    for (const event of ['end', 'close', 'error']) request.once(event, end);
    request.resume();
  });
}

/** Who asks before sending (`Expect: 100-continue`) is spared a body that would be refused. */
export function answerExpectations(server: Server, bodyLimit: number, refusal: string): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    if (Number(request.headers['content-length']) > bodyLimit) {
      const body = JSON.stringify({error: refusal});
      const type = 'application/json; charset=utf-8';
      response.writeHead(413, {'content-type': type, 'content-length': body.length, connection: 'close'});
      response.end(body);
      return;
    }
    response.writeContinue();
    server.emit('request', request, response);
  });
}
