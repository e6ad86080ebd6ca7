/** What the entries say whose peers are not installed. */
for (const entry of ["fuzz", "msw"]) {
  const { message } = await import(`sfn-testkit/${entry}`).catch((error) => error);
  console.log(message.replace(/ imported from .*/s, ""));
}
