<#-- Fields of the profile that the template writes itself. -->
<#assign own = ["external_id", "email", "country"]>
{"attributes": [{"external_id": ${json("${mappedFields.external_id}")}<#if mappedFields.email?has_content>, "email": ${json(mappedFields.email)}</#if><#if input.country?has_content>, "country": ${json(input.country)}</#if><#list mappedProperties?keys?filter(name -> !own?seq_contains(name) && !name?starts_with("$")) as name>, ${json(name)}: ${mappedProperties[name]}</#list>}]}
