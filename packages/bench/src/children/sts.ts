import { serveCounting } from "../counting-sink.ts";

/** An STS that gives everybody credentials for an hour. */
serveCounting((_body, response) => {
  const ends = new Date(Date.now() + 3_600_000).toISOString();
  response
    .writeHead(200, { "content-type": "text/xml" })
    .end(
      `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIABENCH</AccessKeyId><SecretAccessKey>bench</SecretAccessKey><SessionToken>bench</SessionToken><Expiration>${ends}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    );
  return 1;
});
