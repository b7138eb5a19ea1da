/** An amp.yaml with one integration, `crm`, which reads contacts with that one field into a destination. */
export function contactsManifest(destination: string, field: string): string {
  return `specVersion: 1.0.0
integrations:
  - name: crm
    provider: hubspot
    read:
      objects:
        - objectName: contacts
          destination: ${destination}
          requiredFields:
            - fieldName: ${field}
`;
}
