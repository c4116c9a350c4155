/** Keeps a fault below it from taking the rest of the screen along. */
import { Component, type ReactNode } from "react";

interface BoundaryProps {
  /** Shown instead of what broke; `retry` renders it anew. */
  fallback(retry: () => void): ReactNode;
  children: ReactNode;
}

export class Boundary extends Component<BoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  readonly #retry = () => this.setState({ isBroken: false });

  override render() {
    return this.state.isBroken ? this.props.fallback(this.#retry) : this.props.children;
  }
}
