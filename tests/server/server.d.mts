export declare const PASSWORD: string;

export declare class Server {
  /** `http://127.0.0.1:PORT`, the same across kills. */
  readonly url: string;
  /** The link of the first run; null once the server is claimed. */
  readonly setupUrl: string | null;
  /** The data directory. */
  readonly data: string;
  static start(settings?: Record<string, string>): Promise<Server>;
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  discard(): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: answers have the shapes of the API page.
  request(
    method: string,
    path: string,
    authorization: string | null,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  upload(path: string, authorization: string, form: FormData): Promise<any>;
}
