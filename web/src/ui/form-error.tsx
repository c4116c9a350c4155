/** What is wrong with a form as a whole. */
export function FormError({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <p role="alert" className="rounded-medium border border-bad px-3 py-2 text-small text-bad">
      {message}
    </p>
  );
}
