/** The real client over a fake server, and what a test does in front of it. */
import { createMemoryHistory } from "@tanstack/react-router";
import { act, render, screen } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { createEngine, type Engine } from "@/engine/engine.ts";
import { type FakeAnswer, FakePorts, type FakeRequest } from "@/engine/testing/fake-ports.ts";
import { ada, bob, guildCreate, message } from "@/engine/testing/samples.ts";
import type { GuildCreate, Message, User } from "@/engine/wire.ts";
import { App } from "../app.tsx";
import { createAppRouter } from "../router.tsx";

export type Routes = Record<string, (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>>;

interface StageOptions {
  path?: string;
  signedIn?: boolean;
  guild?: Partial<GuildCreate>;
  /** What the channel has said, oldest first. */
  stored?: Message[];
  /** What is kept with the account. */
  settings?: object;
  /** `METHOD /path` to an answer, before the usual ones. */
  routes?: Routes;
}

export class Stage {
  readonly ports = new FakePorts();
  readonly engine: Engine = createEngine(this.ports);
  readonly router;
  readonly user: UserEvent = userEvent.setup();
  readonly guild: GuildCreate;
  signedIn: boolean;
  stored: Message[];
  readonly routes: Routes;
  readonly settings: object;
  #seq = 0;

  constructor(options: StageOptions = {}) {
    this.signedIn = options.signedIn ?? true;
    this.guild = guildCreate(options.guild);
    this.settings = options.settings ?? {};
    this.stored = options.stored ?? [message(1), message(2)];
    this.#seq = this.stored.length;
    this.routes = { ...this.#usual(), ...options.routes };
    this.ports.handler = (request) => this.#answer(request);
    this.router = createAppRouter(
      createMemoryHistory({ initialEntries: [options.path ?? "/channels/1/10"] }),
    );
  }

  #usual(): Routes {
    const credentials = { user: ada, access_token: "tok", expires_in: 900 };
    const signIn = (status: number) => () => {
      this.signedIn = true;
      return { status, body: credentials };
    };
    return {
      "POST /api/x/auth/refresh": () =>
        this.signedIn
          ? { status: 200, body: credentials }
          : { status: 401, body: { code: 0, message: "no" } },
      "POST /api/x/auth/login": signIn(200),
      "POST /api/x/auth/register": signIn(201),
      "POST /api/x/auth/logout": () => ({ status: 204 }),
      "GET /api/v10/gateway": () => ({ status: 200, body: { url: "ws://confab.test/gateway" } }),
      "GET /api/v10/channels/10/messages": ({ query }) => {
        const before = query.get("before");
        const after = query.get("after");
        if (after) {
          const later = this.stored.filter(({ id }) => BigInt(id) > BigInt(after));
          return { status: 200, body: later.slice(0, 50).reverse() };
        }
        const list = before ? this.stored.filter(({ id }) => BigInt(id) < BigInt(before)) : this.stored;
        return { status: 200, body: list.slice(-50).reverse() };
      },
      "POST /api/v10/channels/10/messages": ({ body }) => ({
        status: 200,
        body: message(500, { author: ada, ...(body as Partial<Message>) }),
      }),
      "POST /api/v10/channels/10/typing": () => ({ status: 204 }),
      ...Object.fromEntries(
        [ada, bob].map((user) => [`GET /api/x/users/${user.id}/profile`, () => silent(user)]),
      ),
    };
  }

  #answer(request: FakeRequest): FakeAnswer | Promise<FakeAnswer> {
    const route = this.routes[`${request.method} ${request.path}`];
    return route ? route(request) : { status: 404, body: { code: 0, message: "404: Not Found" } };
  }

  /** Starts the client and shows it. */
  async open(): Promise<this> {
    for (const { options } of Object.values(this.router.routesById)) await options.component?.preload?.();
    render(<App engine={this.engine} router={this.router} />);
    await this.act(() => this.engine.start());
    return this;
  }

  /** The gateway answers: the guild is there, and what is subscribed is live. */
  async connect(): Promise<this> {
    await this.act(() => this.ports.socket.hello());
    const ready = {
      session_id: "s1",
      resume_gateway_url: "ws://confab.test/gateway",
      guilds: [{ id: this.guild.id }],
      settings: this.settings,
    };
    await this.act(() => {
      this.ports.socket.dispatch("READY", ready);
      this.ports.socket.dispatch("GUILD_CREATE", this.guild);
    });
    await this.confirm(0);
    return this;
  }

  /** Answers the last SUBSCRIBE. */
  async confirm(replayed: number): Promise<void> {
    const asked = this.ports.socket.of(100).at(-1) as { channel_id: string } | undefined;
    if (!asked) return;
    await this.dispatch("X_SUBSCRIBED", {
      channel_id: asked.channel_id,
      head: this.#seq,
      replayed,
      reset: false,
    });
  }

  /** Somebody else says something. */
  async says(content: string, n = 100 + this.#seq): Promise<void> {
    await this.dispatch("MESSAGE_CREATE", { ...message(n, { content, author: bob }), x_seq: ++this.#seq });
  }

  dispatch(name: string, data: unknown): Promise<void> {
    return this.act(() => this.ports.socket.dispatch(name, data));
  }

  pass(ms: number): Promise<void> {
    return this.act(() => this.ports.clock.pass(ms));
  }

  /** Does something, and lets all that follows from it come to rest. */
  async act(work: () => unknown): Promise<void> {
    await act(async () => {
      await work();
      await new Promise((resolve) => setTimeout(resolve));
    });
  }

  get path(): string {
    return this.router.state.location.pathname;
  }

  get requests(): FakeRequest[] {
    return this.ports.requests;
  }
}

/** Somebody who says nothing of themselves. */
function silent(user: User): FakeAnswer {
  return { status: 200, body: { user, bio: null, mutual_guilds: ["1"] } };
}

/** The texts of the timeline, from the top. */
export function timelineTexts(): (string | null)[] {
  return [...screen.getByRole("log").querySelectorAll("[data-content]")].map(
    ({ textContent }) => textContent,
  );
}
