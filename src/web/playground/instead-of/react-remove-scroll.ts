import type { ReactNode } from "react";

/**
 * Stands in for `react-remove-scroll`, with which GraphiQL's dialogs keep the page behind them from scrolling. It does so by an inline
 * style sheet, which our content-security-policy refuses; our page is exactly as high as the window and never scrolls.
 */
export function RemoveScroll({ children }: { readonly children?: ReactNode }): ReactNode {
  return children;
}
