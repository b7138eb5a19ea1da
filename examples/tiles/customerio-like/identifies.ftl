<#-- An attribute that is mapped goes before a property of the same name. -->
<#assign mapped = ["id", "email", "created_at"]>
<#assign names = mappedProperties?keys?filter(name -> !mapped?seq_contains(name))>
{
  <#if mappedFields.email?has_content>
  "email": ${json(mappedFields.email)},
  </#if>
  <#if mappedFields.created_at?? && mappedFields.created_at?is_number>
  "created_at": ${mappedFields.created_at?floor},
  </#if>
  <#-- 300 attributes are the limit. -->
  <#list names[0..*297] as name>
  ${json(name)}: ${mappedProperties[name]},
  </#list>
  "_last_seen": ${(input.event_time?datetime("yyyy-MM-dd HH:mm:ss.SSSSSS")?long / 1000)?floor}
}
